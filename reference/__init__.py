"""Facts as data: reasons, policies, question sets, fault codes, carriers. Sources stand in README.md."""
