"""The actions of ``wirewatch feeds``, one module each."""
