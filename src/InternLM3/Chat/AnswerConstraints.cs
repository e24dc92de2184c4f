using InternLM3.Constraints;
using InternLM3.Tokenization;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>
/// Makes the constraints of one model's answers: response formats and tool calls. Compiled grammars and masks are kept and shared by all
/// requests. Thread-safe.
/// </summary>
internal sealed class AnswerConstraints
{
    private readonly SpecialTokens _special;
    private readonly IReadOnlyList<int> _stopTokens;
    private readonly GrammarCache _grammars = new();
    private readonly Lazy<ConstraintVocabulary> _answers;
    private readonly Lazy<ConstraintVocabulary> _calls;

    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="stopTokens">The tokens that end a turn.</param>
    public AnswerConstraints(Tokenizer tokenizer, IReadOnlyList<int> stopTokens)
    {
        _special = tokenizer.Special;
        _stopTokens = stopTokens;
        var tokens = new Lazy<byte[][]>(() => BytesOf(tokenizer));
        _answers = new Lazy<ConstraintVocabulary>(() => new ConstraintVocabulary(tokens.Value, stopTokens));
        _calls = new Lazy<ConstraintVocabulary>(() => new ConstraintVocabulary(tokens.Value, [_special.ActionEnd!.Value]));
    }

    /// <summary>Returns the constraint of a response format, or null for free text.</summary>
    /// <exception cref="SchemaException">The schema uses what cannot be enforced.</exception>
    public ITokenConstraint? ForFormat(ChatResponseFormat? format) => format is not ChatResponseFormatJson json ? null
        : (json.Schema is { } schema
            ? _grammars.GetOrAdd($"schema {schema.GetRawText()}", () => Grammar.FromJsonSchema(schema))
            : _grammars.GetOrAdd("object", Grammar.JsonObject)).CreateConstraint(_answers.Value);

    /// <summary>Returns the constraint of a regular expression.</summary>
    /// <exception cref="SchemaException">The expression uses what cannot be enforced.</exception>
    public ITokenConstraint ForRegex(string pattern) =>
        _grammars.GetOrAdd($"regex {pattern}", () => Grammar.FromRegex(pattern)).CreateConstraint(_answers.Value);

    /// <summary>Returns the constraint of an answer that may, or must, call functions.</summary>
    /// <param name="functions">The functions that may be called; at least one.</param>
    /// <param name="answer">The constraint of an answer that calls none, or null.</param>
    /// <param name="required">Whether the answer must be a call.</param>
    /// <param name="severalCalls">Whether one call may follow another.</param>
    /// <exception cref="SchemaException">A function's schema uses what cannot be enforced.</exception>
    public ITokenConstraint ForCalls(
        IReadOnlyList<AIFunctionDeclaration> functions, ITokenConstraint? answer, bool required, bool severalCalls)
    {
        var calls = _grammars.GetOrAdd($"calls {ToolText.Describe(functions)}", () => ToolGrammar.OfCalls(functions));
        return new CallConstraint(_special, new CallConstraintOptions
        {
            CreateCall = () => calls.CreateConstraint(_calls.Value),
            StopTokens = _stopTokens,
            Answer = answer,
            Required = required,
            SeveralCalls = severalCalls,
        });
    }

    /// <summary>
    /// The bytes each token adds to constrained text: none for special and added tokens, which constrained text must not hold.
    /// </summary>
    private static byte[][] BytesOf(Tokenizer tokenizer)
    {
        var added = tokenizer.AddedTokens.Values.ToHashSet();
        return [.. Enumerable.Range(0, tokenizer.VocabularySize)
            .Select(id => tokenizer.IsSpecial(id) || added.Contains(id) ? [] : tokenizer.GetTokenBytes(id).ToArray())];
    }
}
