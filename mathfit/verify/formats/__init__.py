"""The forms in which a run is told: a table for people; JSON, JUnit, annotations for machines."""
