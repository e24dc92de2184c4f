namespace InternLM3.Constraints.Automata;

/// <summary>An edge that is crossed by a whole match of another rule.</summary>
/// <param name="Callee">The rule to match.</param>
/// <param name="Return">The state after it.</param>
internal readonly record struct CallEdge(Rule Callee, int Return);
