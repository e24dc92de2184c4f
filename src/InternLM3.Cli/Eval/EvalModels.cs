using System.Text.Json;
using InternLM3.Remote;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Eval;

/// <summary>The model under evaluation, and the judge, if any. Owns both.</summary>
internal sealed class EvalModels : IAsyncDisposable
{
    private readonly InternLM3Model? _local;

    private EvalModels(IChatClient client, string name, InternLM3Model? local, IChatClient? judge) =>
        (Client, Name, _local, Judge) = (client, name, local, judge);

    public IChatClient Client { get; }

    /// <summary>
    /// The model's name with its weights' precision, which tells two conversions of one checkpoint apart; for a server's model, the name it
    /// was requested by.
    /// </summary>
    public string Name { get; }

    public IChatClient? Judge { get; }

    /// <summary>Counts tokens with the model's tokenizer; null for a model on a server.</summary>
    public Func<string, int>? CountTokens => _local is null ? null : text => _local.Tokenizer.Encode(text).Length;

    /// <summary>Loads the model, or creates the client of its server, and the judge's client.</summary>
    public static async Task<EvalModels> OpenAsync(EvalArguments arguments, TextWriter error, CancellationToken cancellationToken)
    {
        var judge = arguments.Judge is { } address ? new InternLM3RemoteChatClient(address, EvalCommandLine.JudgeOptions(arguments)) : null;
        if (arguments.Remote is { } remote)
        {
            var name = arguments.RemoteOptions.ModelId ?? $"first model of {remote}";
            return new EvalModels(new InternLM3RemoteChatClient(remote, arguments.RemoteOptions), name, null, judge);
        }

        var options = new InternLM3Options { ContextLength = arguments.Context };
        var local = await ModelSelection.LoadAsync(arguments.Model, options, error, cancellationToken).ConfigureAwait(false);
        return new EvalModels(new InternLM3ChatClient(local), NameOf(local), local, judge);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Judge?.Dispose();
        if (_local is not null)
        {
            await _local.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string NameOf(InternLM3Model model)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(model.Folder, "internlm3.manifest.json")));
        return $"{model.Id} ({manifest.RootElement.GetProperty("precision").GetString()})";
    }
}
