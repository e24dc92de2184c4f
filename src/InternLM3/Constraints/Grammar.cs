using System.Text;
using System.Text.Json;
using InternLM3.Constraints.Automata;
using InternLM3.Constraints.Patterns;
using InternLM3.Constraints.Schemas;

namespace InternLM3.Constraints;

/// <summary>
/// What an output must look like, compiled to an automaton over UTF-8 bytes. Immutable and thread-safe: compile once, then create a
/// constraint for each request. Every output that a constraint lets through is a beginning of a match, and the stop tokens are allowed
/// exactly where it is a whole one; only the limit on new tokens can cut it short.
/// </summary>
/// <remarks>docs/constraints.md states which schemas, patterns and spellings of JSON are covered.</remarks>
public sealed class Grammar
{
    // Adds the grammar to a larger automaton; literals and choices merge there with their neighbours instead of being called.
    private readonly Func<Nfa, int, int> _append;
    private readonly Rule _root;

    private Grammar(Func<Nfa, int, int> append, Rule root) => (_append, _root) = (append, root);

    /// <summary>Values of a JSON schema (draft 2020-12, and what earlier drafts share with it), as compact JSON.</summary>
    /// <param name="schema">The schema: an object or a boolean. It is not kept.</param>
    /// <exception cref="SchemaException">
    /// The schema uses something that cannot be enforced, or no value satisfies it; the message names what and where.
    /// </exception>
    public static Grammar FromJsonSchema(JsonElement schema) => Of(SchemaCompiler.Compile(schema));

    /// <summary>Any JSON object.</summary>
    public static Grammar JsonObject() => Of(JsonRules.AnyObject);

    /// <summary>Outputs that match a regular expression as a whole.</summary>
    /// <param name="pattern">The expression; anchors at its ends change nothing.</param>
    /// <exception cref="SchemaException">The expression is malformed, or uses something that cannot be enforced.</exception>
    public static Grammar FromRegex(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var tree = PatternParser.Parse(pattern, "pattern");
        return Build("pattern", (nfa, from) => PatternFragment.Append(nfa, from, tree, CharacterSpelling.Raw));
    }

    /// <summary>One of several texts, exactly.</summary>
    /// <param name="choices">The texts, at least one.</param>
    /// <exception cref="SchemaException">There is no choice.</exception>
    public static Grammar FromChoices(IEnumerable<string> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return OneOf([.. choices.Select(Literal)]);
    }

    /// <summary>One text, exactly.</summary>
    public static Grammar Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes;
        try
        {
            bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new SchemaException("text", $"it holds half a surrogate pair at {e.Index}, which no UTF-8 output can hold; remove it.");
        }
        return Build("text", (nfa, from) => nfa.Literal(from, bytes));
    }

    /// <summary>Several grammars one after the other.</summary>
    public static Grammar Sequence(params ReadOnlySpan<Grammar> parts)
    {
        var pieces = parts.ToArray();
        return Build("sequence", (nfa, from) => pieces.Aggregate(from, (at, piece) => piece._append(nfa, at)));
    }

    /// <summary>Any one of several grammars.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public static Grammar OneOf(params ReadOnlySpan<Grammar> alternatives)
    {
        if (alternatives.IsEmpty)
        {
            throw new SchemaException("choices", "there is none; give at least one.");
        }
        var pieces = alternatives.ToArray();
        return Build("choices", (nfa, from) =>
        {
            var end = nfa.AddState();
            foreach (var piece in pieces)
            {
                nfa.Epsilon(piece._append(nfa, from), end);
            }
            return end;
        });
    }

    /// <summary>Starts the grammar for one sequence.</summary>
    /// <param name="vocabulary">The tokens the sequence is made of.</param>
    public ITokenConstraint CreateConstraint(ConstraintVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return new GrammarConstraint(_root, vocabulary);
    }

    private static Grammar Of(Rule root) => new((nfa, from) => nfa.Call(from, root), root);

    private static Grammar Build(string location, Func<Nfa, int, int> append)
    {
        var rules = new RuleSet();
        var root = rules.Add(location, append);
        rules.Complete();
        return root.Need(root.Start) < Rule.Never
            ? new Grammar(append, root)
            : throw new SchemaException(location, "nothing matches it; correct it.");
    }
}
