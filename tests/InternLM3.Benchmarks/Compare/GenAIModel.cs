using System.Diagnostics;

namespace InternLM3.Benchmarks.Compare;

/// <summary>A model folder in ONNX Runtime GenAI, driven as its own examples drive it: a generator, the prompt, one token after another. Greedy, its cheapest sampler.</summary>
internal sealed class GenAIModel : IDisposable
{
    private readonly nint _model;

    /// <param name="folder">The model folder.</param>
    /// <param name="threads">Threads, said by number as for the others: what ONNX Runtime takes by itself is slower.</param>
    public GenAIModel(string folder, int threads)
    {
        GenAINative.OgaSetTelemetryEnabled(false);
        GenAINative.Check(GenAINative.OgaCreateConfig(folder, out var config));
        GenAINative.Check(GenAINative.OgaConfigOverlay(config, "{\"model\":{\"decoder\":{\"session_options\":{\"intra_op_num_threads\":" + threads + "}}}}"));
        GenAINative.Check(GenAINative.OgaCreateModelFromConfig(config, out _model));
        GenAINative.OgaDestroyConfig(config);
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
    public void Dispose() => GenAINative.OgaDestroyModel(_model);

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
        private readonly nint _generator;

        public Generator(nint model, IReadOnlyList<int[]> prompts, int newTokens)
        {
            GenAINative.Check(GenAINative.OgaCreateGeneratorParams(model, out var parameters));
            foreach (var (name, value) in ((string, double)[])[
                ("max_length", prompts[0].Length + newTokens), ("min_length", prompts[0].Length + newTokens), ("batch_size", prompts.Count), ("repetition_penalty", 1)])
            {
                GenAINative.Check(GenAINative.OgaGeneratorParamsSetSearchNumber(parameters, name, value));
            }

            GenAINative.Check(GenAINative.OgaGeneratorParamsSetSearchBool(parameters, "do_sample", false));
            GenAINative.Check(GenAINative.OgaCreateGenerator(model, parameters, out _generator));
            GenAINative.OgaDestroyGeneratorParams(parameters);
            GenAINative.Check(GenAINative.OgaCreateSequences(out var sequences));
            foreach (var prompt in prompts)
            {
                GenAINative.Check(GenAINative.OgaAppendTokenSequence(prompt, (nuint)prompt.Length, sequences));
            }

            GenAINative.Check(GenAINative.OgaGenerator_AppendTokenSequences(_generator, sequences));
            GenAINative.OgaDestroySequences(sequences);
        }

        public void Next()
        {
            if (GenAINative.OgaGenerator_IsDone(_generator))
            {
                throw new InternLM3Exception("ONNX Runtime GenAI ended an answer early.");
            }

            GenAINative.Check(GenAINative.OgaGenerator_GenerateNextToken(_generator));
        }

        public void Dispose() => GenAINative.OgaDestroyGenerator(_generator);
    }
}
