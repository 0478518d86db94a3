"""What is wrong with what was seen of a page: pure, from geometry and pictures to faults.

It may use the leaves alone.
"""
