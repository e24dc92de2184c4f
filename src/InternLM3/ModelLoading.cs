namespace InternLM3;

/// <summary>When a client made from a path loads its model.</summary>
public enum ModelLoading
{
    /// <summary>With the first request; concurrent first requests share one load.</summary>
    OnFirstRequest,

    /// <summary>While the client is constructed, which then takes as long as the load and throws its errors.</summary>
    OnConstruction,
}
