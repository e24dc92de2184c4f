using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Tokenization;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>A runtime without a model, one sequence at a time: whatever it is asked it says the same few tokens and ends its turn.</summary>
public sealed class ScriptedBackend : IModelBackend
{
    private readonly int[] _answer;
    private readonly float[] _logits;
    private int _length;
    private int _promptLength;

    public ScriptedBackend(string folder, ModelConfig config, BackendSettings settings)
    {
        var tokenizer = Tokenizer.Load(folder);
        _answer = [.. tokenizer.Encode("Five words are said here."), config.EosTokenIds[0]];
        _logits = new float[config.VocabularySize];
        Memory = KeyValueMemory.Plan(config, settings.ContextLength, sequences: 1);
        Capabilities = new BackendCapabilities
        {
            VocabularySize = config.VocabularySize,
            ContextLength = settings.ContextLength,
            MaxSequences = 1,
            MaxBatchSize = 1,
            CanAppendToPast = false,
            CanReturnManyRows = false,
            CanChangeRopeBase = false,
            CanCopy = false,
        };
    }

    public BackendCapabilities Capabilities { get; }

    public KeyValueMemory Memory { get; }

    public int Open(double? ropeBase = null)
    {
        _length = 0;
        return 0;
    }

    public void Close(int sequence) => _length = 0;

    public Span<float> Append(int sequence, scoped ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken)
    {
        _promptLength = _length += tokens.Length;
        return rows == 0 ? [] : Next();
    }

    public Span<float> Decode(scoped ReadOnlySpan<DecodeStep> steps, CancellationToken cancellationToken)
    {
        _length++;
        return Next();
    }

    public void Rewind(int sequence, int length) => _length = length;

    public void Copy(int source, int target, int length) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private float[] Next()
    {
        Array.Clear(_logits);
        _logits[_answer[Math.Min(_length - _promptLength, _answer.Length - 1)]] = 100;
        return _logits;
    }
}
