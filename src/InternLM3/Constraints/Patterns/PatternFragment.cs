using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Patterns;

/// <summary>Regular expressions as fragments of byte automata (Thompson 1968).</summary>
internal static class PatternFragment
{
    /// <summary>Adds a tree without anchors and returns the end state.</summary>
    public static int Append(Nfa nfa, int from, PatternNode node, CharacterSpelling spelling)
    {
        switch (node)
        {
            case PatternNode.Set set:
                return CharacterFragment.Append(nfa, from, set.Characters, spelling);
            case PatternNode.Sequence sequence:
                return sequence.Parts.Aggregate(from, (at, part) => Append(nfa, at, part, spelling));
            case PatternNode.Choice choice:
                var end = nfa.AddState();
                foreach (var branch in choice.Branches)
                {
                    nfa.Epsilon(Append(nfa, from, branch, spelling), end);
                }
                return end;
            case PatternNode.Repeat repeat:
                return AppendRepeat(nfa, from, repeat, spelling);
            default:
                throw new InvalidOperationException("Anchors are resolved before a pattern is compiled.");
        }
    }

    private static int AppendRepeat(Nfa nfa, int from, PatternNode.Repeat repeat, CharacterSpelling spelling)
    {
        for (var i = 0; i < repeat.Min; i++)
        {
            from = Append(nfa, from, repeat.Part, spelling);
        }
        if (repeat.Max is null)
        {
            // A state of its own, so that the loop can be entered only here.
            var loop = nfa.AddState();
            nfa.Epsilon(from, loop);
            nfa.Epsilon(Append(nfa, loop, repeat.Part, spelling), loop);
            var after = nfa.AddState();
            nfa.Epsilon(loop, after);
            return after;
        }
        var end = nfa.AddState();
        nfa.Epsilon(from, end);
        for (var i = repeat.Min; i < repeat.Max; i++)
        {
            from = Append(nfa, from, repeat.Part, spelling);
            nfa.Epsilon(from, end);
        }
        return end;
    }
}
