"""What the evidence says of a claim, and what was found when announcements were checked."""
