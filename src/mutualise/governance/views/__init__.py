"""Pages of employee control: members, meetings, elections."""
