"""Can it be done? The verdict, with what it rests on (§16)."""
