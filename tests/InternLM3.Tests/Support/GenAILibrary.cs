using System.Runtime.InteropServices;
using System.Text;

namespace InternLM3.Tests.Support;

/// <summary>
/// What a test needs of ONNX Runtime GenAI's C interface (ort_genai_c.h, 0.15.2). The library's file is named by an environment variable; it finds the
/// ONNX Runtime that is loaded already.
/// </summary>
public sealed unsafe class GenAILibrary
{
    /// <summary>Names the file: libonnxruntime-genai.so, onnxruntime-genai.dll or libonnxruntime-genai.dylib.</summary>
    public const string Variable = "INTERNLM3_GENAI_NATIVE";

    private readonly nint _library;

    public GenAILibrary(string path) => _library = NativeLibrary.Load(path);

    /// <summary>Loads a model folder.</summary>
    public nint CreateModel(string folder)
    {
        nint model;
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'))
        {
            Check(((delegate* unmanaged<byte*, nint*, nint>)Export("OgaCreateModel"))(path, &model));
        }

        return model;
    }

    /// <summary>Frees what was created: "Model", "Tokenizer", "Generator" or "Sequences".</summary>
    public void Destroy(string kind, nint value) => ((delegate* unmanaged<nint, void>)Export($"OgaDestroy{kind}"))(value);

    /// <summary>Greedy tokens after a prompt, until a stop token, which is included, or so many in all.</summary>
    public int[] Generate(nint model, int[] prompt, int newTokens)
    {
        nint parameters, generator;
        Check(((delegate* unmanaged<nint, nint*, nint>)Export("OgaCreateGeneratorParams"))(model, &parameters));
        SetNumber(parameters, "max_length", prompt.Length + newTokens);
        SetNumber(parameters, "repetition_penalty", 1);
        fixed (byte* name = "do_sample\0"u8)
        {
            Check(((delegate* unmanaged<nint, byte*, byte, nint>)Export("OgaGeneratorParamsSetSearchBool"))(parameters, name, 0));
        }

        Check(((delegate* unmanaged<nint, nint, nint*, nint>)Export("OgaCreateGenerator"))(model, parameters, &generator));
        fixed (int* ids = prompt)
        {
            Check(((delegate* unmanaged<nint, int*, nuint, nint>)Export("OgaGenerator_AppendTokens"))(generator, ids, (nuint)prompt.Length));
        }

        var tokens = new List<int>();
        while (((delegate* unmanaged<nint, byte>)Export("OgaGenerator_IsDone"))(generator) == 0)
        {
            int* next;
            nuint count;
            Check(((delegate* unmanaged<nint, nint>)Export("OgaGenerator_GenerateNextToken"))(generator));
            Check(((delegate* unmanaged<nint, int**, nuint*, nint>)Export("OgaGenerator_GetNextTokens"))(generator, &next, &count));
            tokens.Add(next[0]);
        }

        Destroy("Generator", generator);
        Destroy("GeneratorParams", parameters);
        return [.. tokens];
    }

    /// <summary>The ids of a text by the library's own reader of tokenizer.json.</summary>
    public int[] Encode(nint model, string text)
    {
        nint tokenizer, sequences;
        Check(((delegate* unmanaged<nint, nint*, nint>)Export("OgaCreateTokenizer"))(model, &tokenizer));
        Check(((delegate* unmanaged<nint*, nint>)Export("OgaCreateSequences"))(&sequences));
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(text + '\0'))
        {
            Check(((delegate* unmanaged<nint, byte*, nint, nint>)Export("OgaTokenizerEncode"))(tokenizer, utf8, sequences));
        }

        var count = ((delegate* unmanaged<nint, nuint, nuint>)Export("OgaSequencesGetSequenceCount"))(sequences, 0);
        var data = ((delegate* unmanaged<nint, nuint, int*>)Export("OgaSequencesGetSequenceData"))(sequences, 0);
        var ids = new ReadOnlySpan<int>(data, (int)count).ToArray();
        Destroy("Sequences", sequences);
        Destroy("Tokenizer", tokenizer);
        return ids;
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private void SetNumber(nint parameters, string name, double value)
    {
        fixed (byte* key = Encoding.UTF8.GetBytes(name + '\0'))
        {
            Check(((delegate* unmanaged<nint, byte*, double, nint>)Export("OgaGeneratorParamsSetSearchNumber"))(parameters, key, value));
        }
    }

    private void Check(nint result)
    {
        if (result != 0)
        {
            var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Export("OgaResultGetError"))(result));
            ((delegate* unmanaged<nint, void>)Export("OgaDestroyResult"))(result);
            throw new InvalidOperationException(message);
        }
    }
}
