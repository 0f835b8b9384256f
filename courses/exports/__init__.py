"""Lists of people that leave the portal: who may take them, why, and that it is written down."""
