namespace InternLM3.Diagnostics;

/// <summary>Collects findings. An error that a check throws becomes a finding and does not end the examination.</summary>
internal sealed class Examination
{
    private readonly List<Finding> _findings = [];

    /// <summary>The findings so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Adds a <see cref="FindingSeverity.Good"/> finding.</summary>
    public void Good(string subject, string message) => _findings.Add(new Finding(FindingSeverity.Good, subject, message));

    /// <summary>Adds a <see cref="FindingSeverity.Warning"/> finding.</summary>
    public void Warn(string subject, string message) => _findings.Add(new Finding(FindingSeverity.Warning, subject, message));

    /// <summary>Adds an <see cref="FindingSeverity.Error"/> finding; one with the same message is added once.</summary>
    public void Fail(string subject, string message)
    {
        if (!_findings.Exists(finding => finding.Severity == FindingSeverity.Error && finding.Message == message))
        {
            _findings.Add(new Finding(FindingSeverity.Error, subject, message));
        }
    }

    /// <summary>Runs a function; an error it throws becomes a finding.</summary>
    /// <returns>What the function returns, or null when it throws.</returns>
    public T? Try<T>(string subject, Func<T> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is InternLM3Exception or IOException or UnauthorizedAccessException)
        {
            Fail(subject, e.Message);
            return null;
        }
    }

    /// <summary>Runs a check that only throws; an error it throws becomes a finding.</summary>
    /// <returns>Whether it passed.</returns>
    public bool Require(string subject, Action check) =>
        Try(subject, () =>
        {
            check();
            return this;
        }) is not null;
}
