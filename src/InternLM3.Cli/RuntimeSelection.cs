using System.CommandLine;
using InternLM3.OnnxRuntimeGenAI;

namespace InternLM3.Cli;

/// <summary>
/// The options that choose the runtime: <c>--backend</c>, <c>--device</c>, <c>--require-gpu</c> and <c>--genai-library</c>.
/// </summary>
internal sealed class RuntimeSelection
{
    private const string Own = "onnxruntime";
    private const string GenAI = "genai";
    private const string Auto = "auto";

    private readonly Option<string> _backend = new("--backend")
    {
        Description = "onnxruntime: this library's own runtime; genai: ONNX Runtime GenAI; "
            + "auto: genai on a GPU if both are there, else onnxruntime.",
        DefaultValueFactory = _ => Auto,
    };

    private readonly Option<string?> _device = new("--device")
    {
        Description = "cpu or cuda. Default: a GPU if the backend can use one, else cpu.",
    };
    private readonly Option<bool> _requireGpu = new("--require-gpu") { Description = "Fail instead of running on the processor." };
    private readonly Option<string?> _library = new("--genai-library")
    {
        Description = "The native library of ONNX Runtime GenAI, or its folder. Default: that of this tool.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _backend.AcceptOnlyFromAmong(Auto, Own, GenAI);
        _device.AcceptOnlyFromAmong("cpu", "cuda");
        command.Add(_backend);
        command.Add(_device);
        command.Add(_requireGpu);
        command.Add(_library);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_library) is { } library)
            {
                if (result.GetValue(_backend) == Own || (result.GetValue(_backend) != GenAI && result.GetValue(_device) == "cpu"))
                {
                    result.AddError($"{_library.Name} is for {_backend.Name} {GenAI}, or {Auto} on a GPU.");
                }
                else if (result.GetValue(_backend) != GenAI && !Path.Exists(library))
                {
                    result.AddError($"{_library.Name}: {library} does not exist.");
                }
            }
        });
    }

    /// <summary>Applies a command line's values to the options of a load.</summary>
    /// <exception cref="UnsupportedOptionException">The values exclude each other.</exception>
    public InternLM3Options Apply(ParseResult parsed, InternLM3Options options)
    {
        options = options with { Device = DeviceOf(parsed.GetValue(_device)), RequireGpu = parsed.GetValue(_requireGpu) };
        var (backend, genai) = (parsed.GetValue(_backend), new GenAIOptions { LibraryPath = parsed.GetValue(_library) });
        options = backend == Own || (backend == Auto && options.Device == ComputeDevice.Cpu) ? options : options.UseOnnxRuntimeGenAI(genai);

        // A runtime chosen by name is not replaced by another: without a GPU it computes on the processor.
        return backend == GenAI && options is { Device: null, RequireGpu: false, Backend: { } runtime }
            ? options with { Device = runtime.WhyNot(ComputeDevice.Cuda) is null ? ComputeDevice.Cuda : ComputeDevice.Cpu }
            : options;
    }

    private static ComputeDevice? DeviceOf(string? name) =>
        name switch { "cpu" => ComputeDevice.Cpu, "cuda" => ComputeDevice.Cuda, _ => null };
}
