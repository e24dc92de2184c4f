using InternLM3.OnnxRuntimeGenAI;
using InternLM3.OnnxRuntimeGenAI.Tests.Support;

namespace InternLM3.Conformance.Support;

/// <summary>The folder of <see cref="TinyModel"/> on ONNX Runtime GenAI, where its native library is at hand.</summary>
public sealed class GenAITinyModel(TinyModel tiny) : IAsyncLifetime
{
    private InternLM3Model? _model;

    /// <summary>The loaded model; a test that asks for it is reported as not run where the library is not there.</summary>
    public InternLM3Model Model => _model ?? throw Xunit.Sdk.SkipException.ForSkip(GenAINative.NotRun);

    public async ValueTask InitializeAsync()
    {
        if (GenAINative.Path is { } path)
        {
            var options = new InternLM3Options { Device = ComputeDevice.Cpu, ModelId = tiny.Model.Id }.UseOnnxRuntimeGenAI(new GenAIOptions { LibraryPath = path });
            _model = await InternLM3Model.LoadAsync(tiny.Model.Folder, options);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_model is not null)
        {
            await _model.DisposeAsync();
        }
    }
}
