namespace InternLM3.Constraints.Automata;

/// <summary>The rules of one grammar while they are built: they may call each other, and are finished together.</summary>
internal sealed class RuleSet
{
    private readonly List<(TableRule Rule, string Location)> _rules = [];

    /// <summary>Adds a rule that is defined later.</summary>
    public TableRule Declare(string location, bool nests = false)
    {
        var rule = new TableRule { Nests = nests };
        _rules.Add((rule, location));
        return rule;
    }

    /// <summary>Adds and defines a rule.</summary>
    /// <param name="location">What it is built from, for errors.</param>
    /// <param name="build">Adds to the automaton from the given state and returns the end state.</param>
    public TableRule Add(string location, Func<Nfa, int, int> build)
    {
        var rule = Declare(location);
        Define(rule, location, build);
        return rule;
    }

    /// <summary>Defines a declared rule.</summary>
    public static void Define(TableRule rule, string location, Func<Nfa, int, int> build)
    {
        var nfa = new Nfa(location);
        var start = nfa.AddState();
        var end = build(nfa, start);
        Determinizer.Define(rule, nfa, start, end);
    }

    /// <summary>Finishes all rules: finds what each state needs, and refuses a rule that calls itself before reading a byte.</summary>
    /// <exception cref="SchemaException">Such a rule exists.</exception>
    public void Complete()
    {
        var clear = new HashSet<Rule>();
        foreach (var (rule, location) in _rules)
        {
            RefuseLeftRecursion(rule, location, clear, []);
        }
        var changed = true;
        while (changed)
        {
            changed = false;
            for (var i = _rules.Count - 1; i >= 0; i--)
            {
                changed |= _rules[i].Rule.RelaxNeed();
            }
        }
        var max = _rules.Count == 0 ? 0 : _rules.Max(r => r.Rule.OwnMaxNeed());
        _rules.ForEach(r => r.Rule.Seal(max));
    }

    private static void RefuseLeftRecursion(Rule rule, string location, HashSet<Rule> clear, HashSet<Rule> open)
    {
        if (clear.Contains(rule))
        {
            return;
        }
        if (!open.Add(rule))
        {
            throw new SchemaException(
                location, "this $ref leads back to itself with no object or array in between; give it a value of its own.");
        }
        foreach (var call in rule.Calls(rule.Start))
        {
            RefuseLeftRecursion(call.Callee, location, clear, open);
        }
        open.Remove(rule);
        clear.Add(rule);
    }
}
