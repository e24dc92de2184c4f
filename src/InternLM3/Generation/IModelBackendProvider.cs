using InternLM3.Configuration;

namespace InternLM3.Generation;

/// <summary>A runtime that can run model folders: says where it can, and opens backends. Safe for concurrent use.</summary>
public interface IModelBackendProvider
{
    /// <summary>The runtime's name, for logs and errors.</summary>
    string Name { get; }

    /// <summary>Why the runtime cannot compute on a device here, as the end of a sentence; null when it can.</summary>
    /// <param name="device">The device.</param>
    string? WhyNot(ComputeDevice device);

    /// <summary>Loads a model folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">The numbers of its <c>config.json</c>.</param>
    /// <param name="settings">What the model's options ask for.</param>
    /// <exception cref="InternLM3Exception">The runtime, the device or the memory is not there, or the folder cannot be loaded.</exception>
    IModelBackend Open(string folder, ModelConfig config, BackendSettings settings);
}
