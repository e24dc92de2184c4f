namespace InternLM3.Diagnostics;

/// <summary>Collects findings: an error of the library becomes one and does not end the examination.</summary>
internal sealed class Examination
{
    private readonly List<Finding> _findings = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Adds what is as it should be.</summary>
    public void Good(string subject, string message) => _findings.Add(new Finding(FindingSeverity.Good, subject, message));

    /// <summary>Adds what is worth knowing.</summary>
    public void Warn(string subject, string message) => _findings.Add(new Finding(FindingSeverity.Warning, subject, message));

    /// <summary>Adds what a load would fail of; the same sentence once.</summary>
    public void Fail(string subject, string message)
    {
        if (!_findings.Exists(finding => finding.Severity == FindingSeverity.Error && finding.Message == message))
        {
            _findings.Add(new Finding(FindingSeverity.Error, subject, message));
        }
    }

    /// <summary>Looks at something; what fails there is found.</summary>
    /// <returns>What was looked at, or null.</returns>
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

    /// <summary>Makes a check that gives nothing but an error; one that fails is found.</summary>
    /// <returns>Whether it passed.</returns>
    public bool Require(string subject, Action check) =>
        Try(subject, () =>
        {
            check();
            return this;
        }) is not null;
}
