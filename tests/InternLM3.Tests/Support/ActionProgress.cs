namespace InternLM3.Tests.Support;

/// <summary>Progress that is received where it is reported.</summary>
public sealed class ActionProgress<T>(Action<T> receive) : IProgress<T>
{
    public void Report(T value) => receive(value);
}
