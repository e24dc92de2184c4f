using System.Globalization;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Support;

/// <summary>A question that one function of several answers, and the call that is right.</summary>
/// <param name="Text">What the user asks.</param>
/// <param name="Functions">The functions on offer, the right one among them.</param>
/// <param name="Name">The right one's name.</param>
/// <param name="Arguments">Its right arguments, as text by name.</param>
public sealed record ToolQuestion(string Text, IReadOnlyList<AIFunctionDeclaration> Functions, string Name, IReadOnlyDictionary<string, string> Arguments)
{
    /// <summary>Whether a call is the right one: its name, and each argument and no other.</summary>
    public bool IsAnsweredBy(string name, IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        var given = arguments.ToDictionary(argument => argument.Key, argument => Convert.ToString(argument.Value, CultureInfo.InvariantCulture));
        return name == Name && given.Count == Arguments.Count && Arguments.All(argument => given.GetValueOrDefault(argument.Key) == argument.Value);
    }
}
