"""WHAT RUNS LATER: letters, reminders, paper, imports. It acts as the system; it alone knows labels and notifications."""
