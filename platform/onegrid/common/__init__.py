"""What every app may use and no app owns: errors, clock, events, audit, API shapes. No domain word inside."""
