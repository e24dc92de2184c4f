namespace InternLM3.Generation;

/// <summary>
/// A place for one sequence, and the tokens whose keys and values the backend holds for it. They stay after the request that computed
/// them, for the next one that begins with the same tokens.
/// </summary>
/// <param name="capacity">Tokens it can hold.</param>
internal sealed class Slot(int capacity)
{
    // As long as it can get: appending allocates nothing. 4 bytes a token, beside 98 KB of keys and values of the 8B model.
    private readonly int[] _tokens = new int[capacity];

    /// <summary>The backend's name for the sequence, or null while none is open.</summary>
    public int? Handle { get; set; }

    /// <summary>The rotary base the keys were computed with; null is the model's own.</summary>
    public double? RopeBase { get; set; }

    /// <summary>Whether a request runs in it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>What its tokens are worth, in tokens, on the scale of the table's age.</summary>
    public double Worth { get; set; }

    /// <summary>The number of the release that last freed it.</summary>
    public long LastUse { get; set; }

    /// <summary>How many tokens it holds.</summary>
    public int Length { get; private set; }

    /// <summary>The tokens it holds.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Length);

    /// <summary>The open sequence.</summary>
    public int Sequence => Handle!.Value;

    /// <summary>How many of a prompt's first tokens it holds.</summary>
    public int CommonPrefixLength(ReadOnlySpan<int> prompt, double? ropeBase) =>
        RopeBase == ropeBase ? prompt.CommonPrefixLength(Tokens) : 0;

    /// <summary>Adds a token that was appended.</summary>
    public void Add(int token) => _tokens[Length++] = token;

    /// <summary>Adds tokens that were appended.</summary>
    public void Add(ReadOnlySpan<int> tokens)
    {
        tokens.CopyTo(_tokens.AsSpan(Length));
        Length += tokens.Length;
    }

    /// <summary>Forgets what follows a length.</summary>
    public void Rewind(int length) => Length = length;
}
