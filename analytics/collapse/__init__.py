"""Collapse: what is lost by training on the output of earlier models.

Two mechanisms. *Drift*: finite corpora lose rare patterns by chance, exactly in
:mod:`~analytics.collapse.recursions` (diversity), :mod:`~analytics.collapse.survival` (a pattern)
and, for a Gaussian and a regression, :mod:`~analytics.collapse.theory`. *Sharpening*: generators
under-produce their own tail, in :mod:`~analytics.collapse.sharpening`.
"""
