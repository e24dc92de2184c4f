namespace InternLM3.Tests.House;

/// <summary>What a rule found, all of it, a line each.</summary>
internal static class Faults
{
    /// <summary>Fails with the whole list when there is one.</summary>
    public static void AreNone(IEnumerable<string> faults)
    {
        var list = string.Join('\n', faults);
        Assert.True(list.Length == 0, list);
    }
}
