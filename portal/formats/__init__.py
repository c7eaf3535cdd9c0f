"""How dates are written where Django has no form that fits."""
