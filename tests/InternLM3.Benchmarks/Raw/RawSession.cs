using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using InternLM3.Configuration;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InternLM3.Benchmarks.Raw;

/// <summary>
/// The yardstick: what anybody would write over <c>engine.onnx</c> with ONNX Runtime alone. Keys and values are preallocated,
/// [slot][head][capacity][dimension], bound as past and present; each step is one run with a binding, and the argmax of its logits. No
/// scheduler, no sampling, no text. It shares no code with the library's backend.
/// </summary>
internal sealed unsafe class RawSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly ModelConfig _config;
    private readonly int _capacity;
    private readonly List<(string Name, nint Memory)> _cache = [];
    private readonly OrtValue _cos;
    private readonly OrtValue _sin;
    private readonly Dictionary<(int Slot, int Batch, int Tokens, int Rows), RawStep> _steps = [];

    /// <summary>
    /// Runs on a session that is another's. Two sessions of one graph differ in speed by some per cent, by where their weights happen to lie in
    /// memory (a raw loop over one of two was 0.96 of the other in forty alternating rounds); on one session only what is around it differs.
    /// </summary>
    /// <param name="session">The session, at rest while this runs; it stays the caller's.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="slots">Sequences.</param>
    /// <param name="capacity">Tokens of each.</param>
    public RawSession(InferenceSession session, string folder, int slots, int capacity)
    {
        _config = ModelConfig.Load(folder);
        _capacity = capacity;
        _session = session;
        if (_session.InputMetadata["past_key_values.0.key"].ElementDataType != TensorElementType.Float)
        {
            throw new InternLM3Exception("The yardstick is written for fp32 keys and values; measure a folder converted for the cpu.");
        }

        for (var layer = 0; layer < _config.LayerCount; layer++)
        {
            foreach (var half in (string[])["key", "value"])
            {
                _cache.Add(($"{layer}.{half}", (nint)NativeMemory.AlignedAlloc((nuint)(slots * SlotElements * sizeof(float)), 64)));
            }
        }

        (_cos, _sin) = RotaryTables(_config.RopeTheta, _config.HeadDimension, capacity);
    }

    /// <summary>Elements of one slot in one layer's keys.</summary>
    private long SlotElements => (long)_config.KeyValueHeadCount * _capacity * _config.HeadDimension;

    /// <summary>Computes a prompt from position 0 in chunks and gives the most likely next token.</summary>
    public int Prefill(int slot, ReadOnlySpan<int> prompt, int chunkSize)
    {
        var token = -1;
        for (var done = 0; done < prompt.Length;)
        {
            var chunk = prompt.Slice(done, Math.Min(chunkSize, prompt.Length - done));
            var step = Step(slot, batch: 1, chunk.Length, rows: done + chunk.Length == prompt.Length ? 1 : 0);
            chunk.CopyTo(step.Ids);
            var logits = step.Run(_session, _run, [done]);
            token = logits.IsEmpty ? -1 : TensorPrimitives.IndexOfMax(logits);
            done += chunk.Length;
        }

        return token;
    }

    /// <summary>Appends tokens to several slots, from slot 0 on, step after step, and leaves the next token of each in <paramref name="tokens"/>.</summary>
    /// <param name="tokens">The token each slot appends first.</param>
    /// <param name="lengths">What each slot holds; counted up.</param>
    /// <param name="steps">How many steps.</param>
    public void Decode(Span<int> tokens, int[] lengths, int steps)
    {
        var step = Step(slot: 0, tokens.Length, tokens: 1, rows: tokens.Length);
        for (var i = 0; i < steps; i++)
        {
            tokens.CopyTo(step.Ids);
            var logits = step.Run(_session, _run, lengths);
            for (var row = 0; row < tokens.Length; row++)
            {
                tokens[row] = TensorPrimitives.IndexOfMax(logits.Slice(row * _config.VocabularySize, _config.VocabularySize));
                lengths[row]++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var step in _steps.Values)
        {
            step.Dispose();
        }

        _run.Dispose();
        _cos.Dispose();
        _sin.Dispose();
        _cache.ForEach(part => NativeMemory.AlignedFree((void*)part.Memory));
    }

    private RawStep Step(int slot, int batch, int tokens, int rows)
    {
        if (_steps.TryGetValue((slot, batch, tokens, rows), out var step))
        {
            return step;
        }

        step = new RawStep(_session, batch, tokens, rows, _config.VocabularySize);
        step.Bind("cos_cache", _cos);
        step.Bind("sin_cache", _sin);
        foreach (var (name, memory) in _cache)
        {
            long[] shape = [batch, _config.KeyValueHeadCount, _capacity, _config.HeadDimension];
            step.BindCache(name, OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, memory + (nint)(slot * SlotElements * sizeof(float)), batch * SlotElements * sizeof(float)));
        }

        return _steps[(slot, batch, tokens, rows)] = step;
    }

    private static (OrtValue Cos, OrtValue Sin) RotaryTables(double theta, int dimension, int positions)
    {
        var half = dimension / 2;
        var (cos, sin) = (new float[positions * half], new float[positions * half]);
        for (var i = 0; i < cos.Length; i++)
        {
            var angle = i / half * Math.Pow(theta, -2.0 * (i % half) / dimension);
            (cos[i], sin[i]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
        }

        return (OrtValue.CreateTensorValueFromMemory(cos, [positions, half]), OrtValue.CreateTensorValueFromMemory(sin, [positions, half]));
    }
}
