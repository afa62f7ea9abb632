"""The measurements, one module each: `measure` returns rows of figures for one server and one round."""
