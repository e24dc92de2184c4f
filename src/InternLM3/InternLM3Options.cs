using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Download;
using InternLM3.Generation;
using InternLM3.Sampling;

namespace InternLM3;

/// <summary>How a model is loaded and how its chats are rendered. Immutable; may be shared.</summary>
public sealed record InternLM3Options
{
    /// <summary>The context a model gets when nothing else is said: the model's own, but no more than this many tokens.</summary>
    public const int DefaultMaxContextLength = ModelConfig.MaxDefaultContextLength;

    /// <summary>
    /// Tokens a sequence can hold, prompt and answer together. Keys and values take 2 x layers x key/value heads x head dimension x 4
    /// bytes a token (98 KB for the 8B model). Default: the model's context, at most <see cref="DefaultMaxContextLength"/>.
    /// </summary>
    public int? ContextLength { get; init; }

    /// <summary>
    /// Sequences that are computed together, each with a context of its own; further requests wait. Default: as many as fit in
    /// <see cref="KeyValueMemoryBudget"/>, at most 8.
    /// </summary>
    public int? MaxConcurrentSequences { get; init; }

    /// <summary>
    /// Bytes the keys and values of all sequences may take. Default: a quarter of the memory this process may use decides how many
    /// sequences there are, and what is asked for by number may take all of it. <see cref="KeyValueMemory"/> has the arithmetic.
    /// </summary>
    public long? KeyValueMemoryBudget { get; init; }

    /// <summary>
    /// The runtime that computes, for example with <c>UseOnnxRuntimeGenAI()</c> of the package InternLM3.OnnxRuntimeGenAI. Default: that
    /// of the application's <see cref="DefaultBackendAttribute"/>, else the library's own, on ONNX Runtime.
    /// </summary>
    public IModelBackendProvider? Backend { get; init; }

    /// <summary>
    /// The device the model is computed on. Default: a GPU that <see cref="Backend"/> can use, else the processor; what is passed over is
    /// logged.
    /// </summary>
    public ComputeDevice? Device { get; init; }

    /// <summary>Whether a model that would run without a GPU is an error. Default false.</summary>
    public bool RequireGpu { get; init; }

    /// <summary>How a GPU is used, where one is chosen. Default: the first GPU, all of its memory.</summary>
    public CudaOptions? Cuda { get; init; }

    /// <summary>
    /// Threads of one step. Default: the physical cores this process may use; more is slower, and more than four for each processor is
    /// refused.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>Prompt tokens computed in one step; cancellation is noticed between steps at the latest. Default 256.</summary>
    public int PrefillChunkSize { get; init; } = 256;

    /// <summary>
    /// Requests that may wait beside those that run; one more is refused with <see cref="EngineBusyException"/>. Default 512.
    /// </summary>
    public int MaxQueueLength { get; init; } = 512;

    /// <summary>
    /// Speculation by prompt lookup, for a request that runs alone: the most tokens proposed beside the next one, found where the last
    /// tokens stood before, and verified in the same step. Answers stay the same; those that quote, edit or repeat come sooner. 0 turns it
    /// off; at most <see cref="EngineOptions.DraftTokensLimit"/>. Default 8.
    /// </summary>
    public int MaxDraftTokens { get; init; } = 8;

    /// <summary>
    /// How long the model waits without a request until its weights, keys and values leave the memory. The next request loads them again
    /// and waits for it; requests that come meanwhile wait with it, and the prompts of conversations are computed anew. The tokenizer
    /// stays. Default: never.
    /// </summary>
    public TimeSpan? IdleUnload { get; init; }

    /// <summary>
    /// Tokens of generated replies whose ids are remembered, about 16 bytes each: a reply that comes back in the history with the same
    /// text is rendered with the ids it was generated with, so that its keys and values can be used again. 0 remembers none and encodes
    /// every reply as text. Default 262,144.
    /// </summary>
    public int RememberedReplyTokens { get; init; } = 262_144;

    /// <summary>
    /// Sampling of requests that do not set their own. Default: the folder's <c>generation_config.json</c>, else the model card's.
    /// </summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>The id responses carry. Default: the name of the model's folder.</summary>
    public string? ModelId { get; init; }

    /// <summary>
    /// What a checkpoint is converted to when the path is one. Default: int4 for an AWQ checkpoint, which is int4 already, and otherwise
    /// fp32, which is exact and takes four bytes a weight: for a large checkpoint choose <see cref="WeightPrecision.Int4"/>. A folder that
    /// was converted before stays as it is, and is refused when it has another <see cref="ConversionOptions.Precision"/> than is asked for
    /// here.
    /// </summary>
    public ConversionOptions Conversion { get; init; } = new();

    /// <summary>
    /// Where checkpoints are converted to. Default: the environment variable <c>INTERNLM3_CACHE</c>, else the user's local application
    /// data.
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>
    /// Whether a repository id as the path may download the model, gigabytes of it, when it is not on this machine. Default false: without
    /// this consent a load uses no network, and its error says which command downloads.
    /// </summary>
    public bool AllowDownload { get; init; }

    /// <summary>Where repositories are looked for and downloaded from, and how.</summary>
    public DownloadOptions Download { get; init; } = new();

    /// <summary>
    /// Receives the progress of downloads and conversions before a load, when the caller of the load passes no receiver. Default: none.
    /// </summary>
    public IProgress<ModelLoadProgress>? Progress { get; init; }

    /// <summary>When a client made from a path loads its model. Default: with the first request.</summary>
    public ModelLoading Loading { get; init; }

    /// <summary>How chats are rendered and requests are read. A client over a loaded model may bring its own.</summary>
    public InternLM3ChatOptions Chat { get; init; } = new();

    /// <summary>The clock of responses and timings. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Throws when a value cannot work, and names the option.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public void Validate()
    {
        RequirePositive(nameof(ContextLength), ContextLength);
        RequirePositive(nameof(MaxConcurrentSequences), MaxConcurrentSequences);
        RequirePositive(nameof(KeyValueMemoryBudget), KeyValueMemoryBudget);
        RequirePositive(nameof(Threads), Threads);

        // Threads of a step wait for each other by spinning: thousands of them on a few processors never come to an end.
        if (Threads > 4 * Environment.ProcessorCount)
        {
            throw new UnsupportedOptionException(
                nameof(Threads),
                $"is {Threads}, and this process has {Environment.ProcessorCount} processors; leave it out for the physical cores.");
        }

        RequirePositive(nameof(PrefillChunkSize), PrefillChunkSize);
        RequirePositive(nameof(MaxQueueLength), MaxQueueLength);
        if (MaxDraftTokens is < 0 or > EngineOptions.DraftTokensLimit)
        {
            throw new UnsupportedOptionException(
                nameof(MaxDraftTokens), $"must be between 0 and {EngineOptions.DraftTokensLimit} and is {MaxDraftTokens}.");
        }

        EngineOptions.RequireIdleUnload(IdleUnload);

        if (RememberedReplyTokens < 0)
        {
            throw new UnsupportedOptionException(nameof(RememberedReplyTokens), $"must be at least 0 and is {RememberedReplyTokens}.");
        }

        if (ModelId is not null && string.IsNullOrWhiteSpace(ModelId))
        {
            throw new UnsupportedOptionException(nameof(ModelId), "is empty; leave it out or give a name.");
        }

        Sampling?.Validate(int.MaxValue);
        Download.Validate();
        if (Device is { } device && !Enum.IsDefined(device))
        {
            throw new UnsupportedOptionException(nameof(Device), $"{device} is no {nameof(ComputeDevice)}.");
        }

        if (RequireGpu && Device == ComputeDevice.Cpu)
        {
            throw new UnsupportedOptionException(
                nameof(RequireGpu), $"asks for a GPU, and {nameof(Device)} is {nameof(ComputeDevice.Cpu)}.");
        }

        if (Cuda is not null && Device == ComputeDevice.Cpu)
        {
            throw new UnsupportedOptionException(nameof(Cuda), $"is for a GPU, and {nameof(Device)} is {nameof(ComputeDevice.Cpu)}.");
        }

        Cuda?.Validate();
        if (!Enum.IsDefined(Loading))
        {
            throw new UnsupportedOptionException(nameof(Loading), $"{Loading} is no {nameof(ModelLoading)}.");
        }

        if (Chat is null)
        {
            throw new UnsupportedOptionException(nameof(Chat), "is null; leave it out for the defaults.");
        }

        Chat.Validate();
    }

    private static void RequirePositive(string option, long? value)
    {
        if (value <= 0)
        {
            throw new UnsupportedOptionException(option, $"must be above 0 and is {value}.");
        }
    }
}
