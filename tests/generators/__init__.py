"""Tests of what real site generators write."""
