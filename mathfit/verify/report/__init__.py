"""The report: one folder that opens from disk, no network, fit for a thousand pages."""
