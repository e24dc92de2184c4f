using InternLM3.Chat;
using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Loading;
using InternLM3.Sampling;
using InternLM3.Tokenization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InternLM3;

/// <summary>A loaded model: configuration, tokenizer and engine. Safe for concurrent use.</summary>
public sealed class InternLM3Model : IAsyncDisposable, IDisposable
{
    private readonly OpenedModel _opened;

    private InternLM3Model(OpenedModel opened, InternLM3Options options)
    {
        _opened = opened;
        DefaultSampling = options.Sampling ?? opened.Preflight.Generation.Sampling;
        ChatOptions = options.Chat;
        Chat = new ChatModel(
            Id,
            Tokenizer,
            Engine,
            StopTokens,
            DefaultSampling,
            new AnswerConstraints(Tokenizer, StopTokens),
            new RememberedReplies(options.RememberedReplyTokens),
            options.TimeProvider);
    }

    /// <summary>The id responses carry.</summary>
    public string Id => _opened.Id;

    /// <summary>The model folder in use; for a checkpoint, the converted one.</summary>
    public string Folder => _opened.Cached.Folder;

    /// <summary>The architecture, as the folder's <c>config.json</c> has it.</summary>
    public ModelConfig Config => _opened.Preflight.Config;

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer => _opened.Preflight.Tokenizer;

    /// <summary>The engine, for requests below the chat level: token ids in, token ids out.</summary>
    public GenerationEngine Engine => _opened.Engine;

    /// <summary>Tokens a sequence can hold, prompt and answer together.</summary>
    public int ContextLength => Engine.Capabilities.ContextLength;

    /// <summary>The tokens that end a turn.</summary>
    public IReadOnlyList<int> StopTokens => _opened.Preflight.StopTokens;

    /// <summary>Sampling of requests that do not set their own.</summary>
    public SamplingOptions DefaultSampling { get; }

    /// <summary>The memory that keys and values take.</summary>
    public KeyValueMemory Memory => _opened.Memory;

    /// <summary>The chat options the model was loaded with, which clients over it have unless they bring their own.</summary>
    internal InternLM3ChatOptions ChatOptions { get; }

    /// <summary>The parts of the model that chats use.</summary>
    internal ChatModel Chat { get; }

    /// <summary>
    /// Loads a model folder, a Hugging Face checkpoint folder, which is converted into a cache once (safe when several processes start
    /// together), or a repository, which is downloaded once if <see cref="InternLM3Options.AllowDownload"/> says so.
    /// </summary>
    /// <param name="path">The folder, or <c>owner/name[@revision]</c>. A path that exists is always a folder.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="progress">
    /// Receives the progress of a download and a conversion, if there is one; null for <see cref="InternLM3Options.Progress"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the download, the conversion or the load.</param>
    /// <exception cref="Download.DownloadException">
    /// The repository is not on this machine and may not, or could not, be downloaded.
    /// </exception>
    /// <exception cref="ModelFormatException">The folder is not what it should be.</exception>
    /// <exception cref="InternLM3Exception">
    /// The machine lacks memory or a native library, or no runtime can use the device that was asked for.
    /// </exception>
    public static Task<InternLM3Model> LoadAsync(
        string path,
        InternLM3Options? options = null,
        IProgress<ModelLoadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        LoadAsync(path, options, NullLogger.Instance, progress, cancellationToken);

    /// <summary>
    /// Returns the folder a model path stands for, as a load finds it, for work that needs no loaded model: a tokenizer, a conversion. A
    /// repository that is not on this machine is downloaded once if <see cref="InternLM3Options.AllowDownload"/> says so.
    /// </summary>
    /// <param name="path">
    /// <c>owner/name[@revision]</c> is a repository unless it exists on disk; everything else is a folder, which need not exist and is
    /// not looked into.
    /// </param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="progress">Receives the progress of a download; null for <see cref="InternLM3Options.Progress"/>.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="Download.DownloadException">
    /// The repository is not on this machine and may not, or could not, be downloaded.
    /// </exception>
    public static Task<string> ResolveFolderAsync(
        string path,
        InternLM3Options? options = null,
        IProgress<ModelLoadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new InternLM3Options();
        options.Validate();
        return ModelReference.Parse(path).GetFolderAsync(options, progress ?? options.Progress, cancellationToken);
    }

    /// <summary>As the public overload; also logs which runtime and device were chosen, and why.</summary>
    internal static async Task<InternLM3Model> LoadAsync(
        string path,
        InternLM3Options? options,
        ILogger logger,
        IProgress<ModelLoadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new InternLM3Options();
        options.Validate();
        var opened = await OpenedModel.OpenAsync(path, options, logger, progress ?? options.Progress, cancellationToken)
            .ConfigureAwait(false);
        return new InternLM3Model(opened, options);
    }

    /// <summary>Ends every request and frees the model. Safe to call more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync().ConfigureAwait(false);
        _opened.Cached.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>.</summary>
    public void Dispose()
    {
        Engine.Dispose();
        _opened.Cached.Dispose();
    }
}
