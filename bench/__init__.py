"""What the product costs, beside what it is measured against. Figures are ratios within one run."""
