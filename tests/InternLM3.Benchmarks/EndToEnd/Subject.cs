using InternLM3.Benchmarks.Raw;
using InternLM3.Onnx;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>What is measured: the model behind its chat client, and the yardstick over the same folder.</summary>
internal sealed class Subject(InternLM3Model model, MeasuredRuntime runtime, Workload work, int? threads) : IAsyncDisposable
{
    private int _seed = Environment.TickCount & 0xFFFFFF;
    private RawSession? _raw;

    /// <summary>The model.</summary>
    public InternLM3Model Model => model;

    /// <summary>How much to measure.</summary>
    public Workload Work => work;

    /// <summary>Threads of a step.</summary>
    public int Threads => threads ?? PhysicalCores.Count();

    /// <summary>The client of all requests.</summary>
    public InternLM3ChatClient Client { get; } = new(model);

    /// <summary>Texts of known lengths.</summary>
    public BenchmarkText Text { get; } = new(model.Tokenizer);

    /// <summary>The yardstick, on the session of ours, made when first asked for.</summary>
    public RawSession Raw => _raw ??= new RawSession(runtime.Session, model.Folder, work.Streams.Max(), work.Context);

    /// <summary>Loads a model with room for the work.</summary>
    public static async Task<Subject> LoadAsync(string folder, Workload work, int? threads, CancellationToken cancellationToken)
    {
        var runtime = new MeasuredRuntime();
        var options = Options(work, threads) with { Backend = runtime, Device = ComputeDevice.Cpu };
        return new(await InternLM3Model.LoadAsync(folder, options, cancellationToken: cancellationToken).ConfigureAwait(false), runtime, work, threads);
    }

    /// <summary>The options of that load.</summary>
    public static InternLM3Options Options(Workload work, int? threads) => new()
    {
        ContextLength = work.Context,
        MaxConcurrentSequences = work.Streams.Max(),
        Threads = threads,
        PrefillChunkSize = work.ChunkSize,
        MaxDraftTokens = work.DraftTokens,
    };

    /// <summary>A seed that was not used: prompts that share nothing with those before.</summary>
    public int NewSeed() => ++_seed;

    /// <summary>A prompt that nothing before it begins with.</summary>
    public List<ChatMessage> NewPrompt(int tokens) => Text.Prompt(tokens, NewSeed());

    /// <summary>Streams one answer.</summary>
    public Task<StreamRun> StreamAsync(IReadOnlyList<ChatMessage> messages, int newTokens, CancellationToken cancellationToken, bool greedy = false) =>
        StreamRun.TakeAsync(Client, model.Tokenizer, messages, newTokens, cancellationToken, NewSeed(), greedy);

    /// <summary>Runs ours and the other of a round; which one is first changes from round to round.</summary>
    public static async Task AlternateAsync(int round, Func<Task> ours, Func<Task> other)
    {
        await (round % 2 == 0 ? ours() : other()).ConfigureAwait(false);
        await (round % 2 == 0 ? other() : ours()).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _raw?.Dispose();
        Client.Dispose();
        await model.DisposeAsync().ConfigureAwait(false);
    }
}
