"""WHAT RUNS LATER: letters, reminders, paper, imports. It acts as the system and alone calls labels and letters."""
