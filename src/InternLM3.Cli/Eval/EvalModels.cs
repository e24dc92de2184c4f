using System.Text.Json;
using InternLM3.Remote;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Eval;

/// <summary>The model that is asked, and the one that judges, if any. Owns both.</summary>
internal sealed class EvalModels : IAsyncDisposable
{
    private readonly InternLM3Model? _local;

    private EvalModels(IChatClient client, string? name, InternLM3Model? local, IChatClient? judge) => (Client, Name, _local, Judge) = (client, name, local, judge);

    public IChatClient Client { get; }

    /// <summary>The model's name with its weights' precision, which tells two conversions of one checkpoint apart; null to ask the server.</summary>
    public string? Name { get; }

    public IChatClient? Judge { get; }

    /// <summary>Counts tokens as the model does; null when it is somewhere else.</summary>
    public Func<string, int>? CountTokens => _local is null ? null : text => _local.Tokenizer.Encode(text).Length;

    /// <summary>Loads or reaches the models.</summary>
    public static async Task<EvalModels> OpenAsync(EvalArguments arguments, TextWriter error, CancellationToken cancellationToken)
    {
        var judge = arguments.Judge is { } address ? new InternLM3RemoteChatClient(address, EvalCommandLine.JudgeOptions(arguments)) : null;
        if (arguments.Remote is { } remote)
        {
            return new EvalModels(new InternLM3RemoteChatClient(remote, arguments.RemoteOptions), arguments.RemoteOptions.ModelId, null, judge);
        }

        var local = await ModelSelection.LoadAsync(arguments.Model, new InternLM3Options(), error, cancellationToken).ConfigureAwait(false);
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
