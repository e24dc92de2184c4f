using InternLM3.Generation;

namespace InternLM3.Tests.Support;

/// <summary>A real backend whose calls a test can watch and act in.</summary>
/// <param name="inner">The backend.</param>
/// <param name="change">What it says it can do, if less.</param>
public sealed class SpyBackend(IModelBackend inner, Func<BackendCapabilities, BackendCapabilities>? change = null) : IModelBackend
{
    /// <summary>Called before each append with how many came before it.</summary>
    public Action<int> BeforeAppend { get; set; } = _ => { };

    /// <summary>Called before each decode step with how many came before it.</summary>
    public Action<int> BeforeDecode { get; set; } = _ => { };

    /// <summary>Called before and after the backend is disposed.</summary>
    public Action BeforeDispose { get; set; } = () => { };

    public Action AfterDispose { get; set; } = () => { };

    public int Appends { get; private set; }

    public int Decodes { get; private set; }

    public int Copies { get; private set; }

    /// <summary>The number of sequences in each decode step.</summary>
    public List<int> BatchSizes { get; } = new(4096);

    /// <summary>The calls in their order: tokens appended, or 0 for a decode step.</summary>
    public List<int> Calls { get; } = new(4096);

    public int OpenSequences { get; private set; }

    public bool IsDisposed { get; private set; }

    public double? LastRopeBase { get; private set; }

    public BackendCapabilities Capabilities { get; } = change?.Invoke(inner.Capabilities) ?? inner.Capabilities;

    public KeyValueMemory Memory => inner.Memory;

    public int Open(double? ropeBase = null)
    {
        LastRopeBase = ropeBase;
        OpenSequences++;
        return inner.Open(ropeBase);
    }

    public void Close(int sequence)
    {
        OpenSequences--;
        inner.Close(sequence);
    }

    public Span<float> Append(int sequence, scoped ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken)
    {
        BeforeAppend(Appends++);
        Calls.Add(tokens.Length);
        return inner.Append(sequence, tokens, rows, cancellationToken);
    }

    public Span<float> Decode(scoped ReadOnlySpan<DecodeStep> steps, CancellationToken cancellationToken)
    {
        BeforeDecode(Decodes++);
        BatchSizes.Add(steps.Length);
        Calls.Add(0);
        return inner.Decode(steps, cancellationToken);
    }

    public void Rewind(int sequence, int length) => inner.Rewind(sequence, length);

    public void Copy(int source, int target, int length)
    {
        Copies++;
        inner.Copy(source, target, length);
    }

    public void Dispose()
    {
        BeforeDispose();
        IsDisposed = true;
        inner.Dispose();
        AfterDispose();
    }
}
