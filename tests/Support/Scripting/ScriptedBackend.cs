using System.Runtime.InteropServices;
using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Support.Scripting;

/// <summary>
/// A backend without weights: the script's token stands out of a spread of small logits that follow from token and place by integers
/// alone, so every machine has the same bits. It can do all that a backend can.
/// </summary>
public sealed class ScriptedBackend : IModelBackend
{
    // At temperature 1 the script's token has six parts in seven of the probability; at 2, one in twenty.
    private const float Scripted = 12;
    private const float Spread = 4;
    private const float NoText = -4;

    private readonly Script _script;
    private readonly bool[] _isText;
    private readonly List<int>?[] _sequences;
    private float[] _logits = [];

    public ScriptedBackend(Tokenizer tokenizer, Script script, ModelConfig config, BackendSettings settings)
    {
        _script = script;
        Memory = KeyValueMemory.Plan(config, settings.ContextLength, settings.MaxSequences, settings.KeyValueMemoryBudget);
        Capabilities = new BackendCapabilities
        {
            VocabularySize = config.VocabularySize,
            ContextLength = settings.ContextLength,
            MaxSequences = Memory.Sequences,
            MaxBatchSize = Memory.Sequences,
            CanAppendToPast = true,
            CanReturnManyRows = true,
            CanChangeRopeBase = true,
            CanCopy = true,
        };
        _sequences = new List<int>?[Memory.Sequences];

        // A special token or a part of a character is never the best of the spread: it would not show in a text.
        _isText = new bool[config.VocabularySize];
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            _isText[id] = !tokenizer.IsSpecial(id) && tokenizer.GetPiece(id)?.StartsWith("<0x", StringComparison.Ordinal) == false;
        }
    }

    public BackendCapabilities Capabilities { get; }

    public KeyValueMemory Memory { get; }

    public int Open(double? ropeBase = null)
    {
        var sequence = Array.IndexOf(_sequences, null);
        _sequences[sequence] = [];
        return sequence;
    }

    public void Close(int sequence) => _sequences[sequence] = null;

    public Span<float> Append(int sequence, scoped ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var held = _sequences[sequence]!;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(held.Count + tokens.Length, Capabilities.ContextLength, nameof(tokens));
        held.AddRange(tokens);
        var logits = Rows(rows);
        for (var row = 0; row < rows; row++)
        {
            Compute(CollectionsMarshal.AsSpan(held)[..(held.Count - rows + row + 1)], Row(logits, row));
        }

        return logits;
    }

    public Span<float> Decode(scoped ReadOnlySpan<DecodeStep> steps, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var logits = Rows(steps.Length);
        for (var row = 0; row < steps.Length; row++)
        {
            var held = _sequences[steps[row].Sequence]!;
            ArgumentOutOfRangeException.ThrowIfEqual(held.Count, Capabilities.ContextLength, nameof(steps));
            held.Add(steps[row].TokenId);
            Compute(CollectionsMarshal.AsSpan(held), Row(logits, row));
        }

        return logits;
    }

    public void Rewind(int sequence, int length) => CollectionsMarshal.SetCount(_sequences[sequence]!, length);

    public void Copy(int source, int target, int length) => _sequences[target] = _sequences[source]![..length];

    public void Dispose()
    {
    }

    private void Compute(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        for (var id = 0; id < logits.Length; id++)
        {
            logits[id] = _isText[id] ? Mix((uint)id, (uint)tokens.Length) * (Spread / (1 << 24)) : NoText;
        }

        logits[_script.Next(tokens)] = Scripted;
    }

    // 24 bits, which a float holds exactly: MurmurHash3's last step.
    private static uint Mix(uint id, uint place)
    {
        var hash = (id * 0xCC9E2D51) ^ (place * 0x1B873593);
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (hash ^ (hash >> 16)) >> 8;
    }

    private Span<float> Rows(int rows)
    {
        var size = rows * Capabilities.VocabularySize;
        if (_logits.Length < size)
        {
            _logits = new float[size];
        }

        return _logits.AsSpan(0, size);
    }

    private Span<float> Row(Span<float> logits, int row) => logits.Slice(row * Capabilities.VocabularySize, Capabilities.VocabularySize);
}
