using System.Diagnostics;
using InternLM3.Generation;
using InternLM3.OnnxRuntimeGenAI;
using InternLM3.OnnxRuntimeGenAI.Native;

namespace InternLM3.Benchmarks.Compare;

/// <summary>A model folder in ONNX Runtime GenAI, driven as its own examples drive it: a generator, the prompt, one token after another. Greedy, its cheapest sampler.</summary>
internal sealed class GenAIModel : IDisposable
{
    /// <summary>Names the library's file: libonnxruntime-genai.so, onnxruntime-genai.dll or libonnxruntime-genai.dylib.</summary>
    public const string Variable = "INTERNLM3_GENAI_NATIVE";

    private readonly ModelHandle _model;

    /// <param name="folder">The model folder.</param>
    /// <param name="threads">Threads, said by number as for the others: what ONNX Runtime takes by itself is slower.</param>
    public GenAIModel(string folder, int threads)
    {
        GenAILibrary.Require(Environment.GetEnvironmentVariable(Variable)
            ?? throw new InternLM3Exception($"Set {Variable} to the native library of ONNX Runtime GenAI; .ci/long shows where to get it."));
        _model = GenAIBackend.Load(folder, new BackendSettings { Device = ComputeDevice.Cpu, ContextLength = 1, Threads = threads });
    }

    /// <summary>Seconds from a prompt to its first token.</summary>
    public double FirstTokenSeconds(int[] prompt)
    {
        var start = Stopwatch.GetTimestamp();
        using var generator = new Generator(_model, [prompt], newTokens: 1);
        generator.Next();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Tokens a second after the first, of one generator, or of one for each caller, stepped in turn.</summary>
    public double Decode(IReadOnlyList<int[]> prompts, int newTokens)
    {
        var generators = prompts.Select(prompt => new Generator(_model, [prompt], newTokens)).ToArray();
        return Decode(generators, newTokens, prompts.Count);
    }

    /// <summary>Tokens a second after the first of one generator whose batch is the prompts, all of one length and begun together.</summary>
    public double DecodeBatch(IReadOnlyList<int[]> prompts, int newTokens) => Decode([new Generator(_model, prompts, newTokens)], newTokens, prompts.Count);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static double Decode(Generator[] generators, int newTokens, int sequences)
    {
        Array.ForEach(generators, generator => generator.Next());
        var start = Stopwatch.GetTimestamp();
        for (var step = 1; step < newTokens; step++)
        {
            Array.ForEach(generators, generator => generator.Next());
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.ForEach(generators, generator => generator.Dispose());
        return (newTokens - 1) * sequences / seconds;
    }

    private sealed class Generator : IDisposable
    {
        private const string Doing = "comparing";
        private readonly GeneratorHandle _generator;

        public unsafe Generator(ModelHandle model, IReadOnlyList<int[]> prompts, int newTokens)
        {
            GenAIException.ThrowIfFailed(Oga.OgaCreateGeneratorParams(model, out var parameters), Doing);
            using (parameters)
            {
                foreach (var (name, value) in ((string, double)[])[
                    ("max_length", prompts[0].Length + newTokens), ("min_length", prompts[0].Length + newTokens), ("batch_size", prompts.Count), ("repetition_penalty", 1)])
                {
                    GenAIException.ThrowIfFailed(Oga.OgaGeneratorParamsSetSearchNumber(parameters, name, value), Doing);
                }

                GenAIException.ThrowIfFailed(Oga.OgaGeneratorParamsSetSearchBool(parameters, "do_sample", false), Doing);
                GenAIException.ThrowIfFailed(Oga.OgaCreateGenerator(model, parameters, out _generator), Doing);
            }

            // Prompts of one length need no padding: a batch's are one after another.
            int[] tokens = [.. prompts.SelectMany(prompt => prompt)];
            fixed (int* ids = tokens)
            {
                GenAIException.ThrowIfFailed(Oga.OgaGenerator_AppendTokens(_generator, ids, (nuint)tokens.Length), Doing);
            }
        }

        public void Next()
        {
            if (GenAILoop.OgaGenerator_IsDone(_generator))
            {
                throw new InternLM3Exception("ONNX Runtime GenAI ended an answer early.");
            }

            GenAIException.ThrowIfFailed(GenAILoop.OgaGenerator_GenerateNextToken(_generator), Doing);
        }

        public void Dispose() => _generator.Dispose();
    }
}
