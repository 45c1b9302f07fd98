"""Input that means harm: what each payload is, and a server of its own process that answers them one by one."""
