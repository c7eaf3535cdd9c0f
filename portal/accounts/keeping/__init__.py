"""Who keeps accounts, and how far: nobody makes more of an account, own or another, than they may themselves."""
