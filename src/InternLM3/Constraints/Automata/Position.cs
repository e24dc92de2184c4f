namespace InternLM3.Constraints.Automata;

/// <summary>One place the grammar may be in: a state of a rule and the stack of calls that led there.</summary>
/// <param name="Rule">The rule being matched.</param>
/// <param name="State">Its state.</param>
/// <param name="Parent">Where to go on when the rule is complete; null when that completes the value.</param>
/// <param name="Depth">Containers open, the rule itself included.</param>
internal readonly record struct Position(Rule Rule, int State, Frame? Parent, int Depth);
