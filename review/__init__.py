"""Every view and every slide on one page, for a human to look over: ``make screenshots``.

A tool apart, as the benchmarks are: it drives Chromium and LibreOffice and knows the tests'
approved pictures, none of which Aquifer needs to run; and it is no test, since nothing fails here.
"""
