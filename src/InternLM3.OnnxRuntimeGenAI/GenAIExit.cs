using InternLM3.OnnxRuntimeGenAI.Native;

namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>
/// Closes what is open when the process ends, in GenAI's order: sequences, models, then the library. Its own exit handler runs after
/// ONNX Runtime's and has crashed or complained of leaks where this was not done (onnxruntime-genai issue 1056).
/// </summary>
internal static class GenAIExit
{
    // A step of a large model on a CPU takes a tenth of a second; what takes longer is left to the system.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private static readonly Lock s_lock = new();
    private static readonly HashSet<GenAIBackend> s_backends = [];
    private static bool s_started;

    /// <summary>Remembers an open backend.</summary>
    public static void Watch(GenAIBackend backend)
    {
        lock (s_lock)
        {
            s_backends.Add(backend);
            if (!s_started)
            {
                s_started = true;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => CloseAll();
            }
        }
    }

    /// <summary>Forgets a closed backend.</summary>
    public static void Unwatch(GenAIBackend backend)
    {
        lock (s_lock)
        {
            s_backends.Remove(backend);
        }
    }

    private static void CloseAll()
    {
        GenAIBackend[] open;
        lock (s_lock)
        {
            open = [.. s_backends];
        }

        if (open.All(backend => backend.TryDispose(s_patience)))
        {
            Oga.OgaShutdown();
        }
    }
}
