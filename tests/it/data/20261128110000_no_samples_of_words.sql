-- Nothing that a database may hold is changed by this step.
SELECT 1;
