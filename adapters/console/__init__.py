"""The advisers' console, `/console/`."""
