"""What is timed, each figure beside a floor of the machine it ran on: ``make bench``."""
