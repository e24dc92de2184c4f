using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Support.Scripting;

/// <summary>
/// A model that says what a script says, for tests of what is around a model. Its folder has the vocabulary and the numbers of
/// InternLM3-Tiny from when the traces were recorded, and no weights: a new checkpoint changes no trace, with a new tokenizer neither.
/// </summary>
/// <param name="replies">The script; the first reply that fits a prompt is taken.</param>
public sealed class ScriptedModel(IReadOnlyList<ScriptedReply> replies) : IModelBackendProvider
{
    /// <summary>The model folder.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "scripted-model");

    /// <summary>Stands in front of the backend, or delays it.</summary>
    public Func<IModelBackend, IModelBackend> Around { get; init; } = backend => backend;

    public string Name => "A script";

    /// <summary>Options that load <see cref="Folder"/> with this script.</summary>
    public InternLM3Options Options => new() { Backend = this, Device = ComputeDevice.Cpu, ModelId = "internlm3-tiny" };

    public string? WhyNot(ComputeDevice device) => device == ComputeDevice.Cpu ? null : "it is for the processor";

    public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings)
    {
        var tokenizer = Tokenizer.Load(folder);
        return Around(new ScriptedBackend(tokenizer, new Script(tokenizer, replies), config, settings));
    }
}
