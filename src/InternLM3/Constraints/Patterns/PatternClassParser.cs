namespace InternLM3.Constraints.Patterns;

/// <summary>Reads a character class, from after its opening bracket.</summary>
internal sealed class PatternClassParser(string pattern, string location, int start)
{
    private int _at = start;

    /// <summary>Reads the class; <paramref name="end"/> is the place after its closing bracket.</summary>
    public CodePointSet Read(out int end)
    {
        var negated = Peek() == '^';
        if (negated)
        {
            _at++;
        }
        var set = CodePointSet.Of();
        var empty = true;
        while (Peek() != ']')
        {
            empty = false;
            if (Peek() == '[' && _at + 1 < pattern.Length && pattern[_at + 1] is ':' or '=' or '.')
            {
                throw Error("a POSIX class in a class, which is not supported; write '\\[' for the character itself");
            }
            if (Peek() == '-' && _at + 1 < pattern.Length && pattern[_at + 1] == '[')
            {
                throw Error("a class subtraction '-[', which is not supported; write '\\-' for the character itself");
            }
            var low = PatternEscape.Read(pattern, ref _at, location, inClass: true);
            if (Peek() != '-' || _at + 1 == pattern.Length || pattern[_at + 1] == ']')
            {
                set = set.Union(low);
                continue;
            }
            _at++;
            var high = PatternEscape.Read(pattern, ref _at, location, inClass: true);
            if (Single(low) is not { } from || Single(high) is not { } to || from > to)
            {
                throw Error("a range that is not from a lower to a higher character; write '\\-' for the character itself");
            }
            set = set.Union(CodePointSet.Of((from, to)));
        }
        if (empty)
        {
            throw Error("an empty class; write '\\]' for the character itself");
        }
        end = _at + 1;
        return negated ? set.Complement() : set;
    }

    private static int? Single(CodePointSet set) => set.Ranges is [var only] && only.Low == only.High ? only.Low : null;

    private char Peek() => _at < pattern.Length ? pattern[_at] : throw Error("'[' without ']'");

    private SchemaException Error(string problem) => PatternEscape.Error(pattern, location, _at, problem);
}
