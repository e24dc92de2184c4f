using System.Collections.Concurrent;

namespace InternLM3.Constraints;

/// <summary>Compiled grammars by the text they were made from. Thread-safe; bounded.</summary>
internal sealed class GrammarCache
{
    // An agent has a few sets of tools and a few schemas; a program that makes schemas up as it goes must not fill the memory.
    private const int Capacity = 64;

    private readonly ConcurrentDictionary<string, Grammar> _grammars = new(StringComparer.Ordinal);

    /// <summary>The grammar of a key, compiled if it is not there.</summary>
    public Grammar GetOrAdd(string key, Func<Grammar> compile)
    {
        if (_grammars.TryGetValue(key, out var grammar))
        {
            return grammar;
        }

        if (_grammars.Count >= Capacity)
        {
            _grammars.Clear();
        }

        return _grammars.GetOrAdd(key, compile());
    }
}
