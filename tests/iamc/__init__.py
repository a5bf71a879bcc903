"""The IAMC export read by pyam itself, in an environment apart: `make iamc`, on demand."""
