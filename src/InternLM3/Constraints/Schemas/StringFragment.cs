using InternLM3.Constraints.Automata;
using InternLM3.Constraints.Patterns;

namespace InternLM3.Constraints.Schemas;

/// <summary>Strings of a schema as fragments.</summary>
internal static class StringFragment
{
    /// <summary>Adds the strings a schema allows and returns the end state.</summary>
    public static int Append(Nfa nfa, int from, SchemaNode node, SchemaCompiler compiler)
    {
        var pattern = Find(node, "pattern");
        var format = Find(node, "format");
        var shortest = node.Keywords.TryGetValue("minLength", out var min) ? SchemaCount.Read(min.Value, min.Location) : 0;
        int? longest = node.Keywords.TryGetValue("maxLength", out var max) ? SchemaCount.Read(max.Value, max.Location) : null;
        if (pattern is null && format is null)
        {
            return longest < shortest ? nfa.AddState()
                : nfa.Call(from, shortest == 0 && longest is null ? StringRule.Any : new StringRule(shortest, longest));
        }
        var (by, at) = pattern ?? format!.Value;
        var second = pattern is not null && format is not null ? "format"
            : shortest > 0 ? "minLength"
            : longest is not null ? "maxLength"
            : null;
        if (second is not null)
        {
            var first = pattern is null ? "format" : "pattern";
            throw new SchemaException(
                SchemaPointer.Append(node.Location, second),
                $"'{second}' beside '{first}' is not supported; write one pattern that says both.");
        }
        return nfa.Call(from, pattern is not null ? compiler.Pattern(by, at) : StringFormats.Find(by, at));
    }

    /// <summary>Adds the strings, in quotes, that a pattern is found in and returns the end state.</summary>
    public static int AppendPattern(Nfa nfa, int from, string pattern, string location)
    {
        var tree = PatternParser.ParseSearch(pattern, location);
        return nfa.Byte(PatternFragment.Append(nfa, nfa.Byte(from, (byte)'"'), tree, CharacterSpelling.Json), (byte)'"');
    }

    private static (string Text, string Location)? Find(SchemaNode node, string keyword) =>
        node.Keywords.TryGetValue(keyword, out var found) ? (JsonLiteral.Text(found.Value, found.Location), found.Location) : null;
}
